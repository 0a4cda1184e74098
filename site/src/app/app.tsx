import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { onDrop } from "../shell/drop";
import type { Mode } from "../shell/messages";
import { DropOverlay } from "./components/drop-overlay";
import { KeySheet } from "./components/key-sheet";
import { Notice } from "./components/notice";
import { FailureScreen } from "./failure/failure-screen";
import { ReadingScreen } from "./reading/reading-screen";
import { ReportScreen } from "./report/report-screen";
import { StartScreen } from "./start/start-screen";
import { useController } from "./state/context";
import { screenOf, type Screen } from "./state/state";
import { useSelect } from "./state/store";
import { useCommands } from "./use-commands";

/** The whole page: one screen, and what lies over every one of them. */
export function App(): JSX.Element {
  const screen = useSelect(screenOf);
  const drop = useDrop();
  useCommands();
  useFocusAfter(screen);
  return (
    <>
      {screen === "start" && <StartScreen />}
      {screen === "reading" && <ReadingScreen />}
      {screen === "failed" && <FailureScreen />}
      {screen === "report" && <ReportScreen />}
      {drop.over && <DropOverlay {...drop} />}
      <Notice />
      <KeySheet />
    </>
  );
}

// A screen takes away what had the focus. Those with something to say take the
// focus themselves; on the start screen it goes on where the next log is chosen.
function useFocusAfter(screen: Screen): void {
  const last = useRef(screen);
  useLayoutEffect(() => {
    if (last.current === screen) return;
    last.current = screen;
    if (screen === "start") document.getElementById("choose")?.focus();
  }, [screen]);
}

// Files can be dropped on every screen, also while a log is being read.
function useDrop() {
  const controller = useController();
  const choice = useSelect((s) => s.result !== null);
  const [over, setOver] = useState(false);
  const [mode, setMode] = useState<Mode>("replace");
  // The drop's listener lives as long as the page and must see today's choice.
  const wanted = useRef<Mode>("replace");
  wanted.current = choice ? mode : "replace";
  useEffect(() => {
    onDrop(({ files, folders }) => void controller.open(files, wanted.current, folders), setOver);
  }, []);
  return { over, choice, mode: wanted.current, onMode: setMode };
}
