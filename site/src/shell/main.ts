import "./shell.css";
import "./shell";
