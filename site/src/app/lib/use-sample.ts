import { useState } from "preact/hooks";
import { embedded } from "../../engine/module";
import { useController } from "../state/context";
import { useDispatch } from "../state/store";
import { unpackSample } from "./sample";

/** The function that opens the bundled sample, and whether it is being unpacked. */
export function useOpenSample(): [open: () => void, opening: boolean] {
  const controller = useController();
  const dispatch = useDispatch();
  const [opening, setOpening] = useState(false);
  const open = async () => {
    setOpening(true);
    try {
      const file = await unpackSample(embedded("sample"));
      setOpening(false);
      await controller.open([file], "replace");
    } catch (reason) {
      setOpening(false);
      dispatch({
        type: "failed",
        failure: { kind: "unreadable", message: `the bundled sample could not be unpacked: ${String(reason)}` },
      });
    }
  };
  return [() => void open(), opening];
}
