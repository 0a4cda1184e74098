import type { JSX } from "preact";
import { useContext, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { onDrop } from "../shell/drop";
import { sendTheme } from "../shell/frame";
import type { Mode } from "../shell/messages";
import { DropOverlay } from "./components/drop-overlay";
import { KeySheet } from "./components/key-sheet";
import { Notice } from "./components/notice";
import { ExportDialog } from "./export/export-dialog";
import { FailureScreen } from "./failure/failure-screen";
import { Palette } from "./palette/palette";
import { ReadingScreen } from "./reading/reading-screen";
import { ReportScreen } from "./report/report-screen";
import { StartScreen } from "./start/start-screen";
import { keepFocus } from "./lib/keep-focus";
import { useController } from "./state/context";
import { setZone } from "./lib/zone";
import { screenOf, type Screen } from "./state/state";
import { StoreContext, useSelect } from "./state/store";
import { VerifyDialog } from "./verify/verify-dialog";
import { useCommands } from "./use-commands";

/** The whole page: one screen, and what lies over every one of them. */
export function App(): JSX.Element {
  const screen = useSelect(screenOf);
  const drop = useDrop();
  // Read here, so that another zone renders everything again.
  setZone(useSelect((s) => s.zone));
  useTheme();
  useCommands();
  useFocusAfter(screen);
  useKeptFocus();
  return (
    <>
      {screen === "start" && <StartScreen />}
      {screen === "reading" && <ReadingScreen />}
      {screen === "failed" && <FailureScreen />}
      {screen === "report" && <ReportScreen />}
      {drop.over && <DropOverlay {...drop} />}
      <Notice />
      <KeySheet />
      <Palette />
      <ExportDialog />
      <VerifyDialog />
    </>
  );
}

function useTheme(): void {
  const theme = useSelect((s) => s.theme);
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === "system") delete dataset.theme;
    else dataset.theme = theme;
    sendTheme(theme);
  }, [theme]);
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

function useKeptFocus(): void {
  const store = useContext(StoreContext);
  useEffect(() => keepFocus(() => (store.state.view === "findings" ? store.state.current : null)), [store]);
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
