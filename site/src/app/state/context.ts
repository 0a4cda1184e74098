import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Controller } from "./controller";

export const ControllerContext = createContext<Controller | null>(null);

/** The controller of the page. */
export function useController(): Controller {
  const controller = useContext(ControllerContext);
  if (!controller) throw new Error("useController: no controller above this component");
  return controller;
}
