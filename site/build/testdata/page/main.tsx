import { render } from "preact";
import "./main.css";
import source from "worker:./worker.ts";

// A page small enough to see through: one worker, one button, one style.
function Page({ words }: { words: string }) {
  return <button title={"\u00fc\u2028" + source.length}>{words}</button>;
}

render(<Page words={'"quoted" & <escaped>'} />, document.getElementById("app")!);
