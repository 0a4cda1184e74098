// The application's start: the engine, the state, the messages with the shell,
// and the page.

import { render } from "preact";
import { createEngine } from "../engine/client";
import { onFiles } from "../shell/frame";
import { App } from "./app";
import { Controller } from "./state/controller";
import { ControllerContext } from "./state/context";
import { linkShell } from "./state/shell-link";
import { linkTrail } from "./state/trail";
import { Store, StoreContext } from "./state/store";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/layout.css";
import "./styles/start.css";
import "./styles/findings.css";
import "./styles/detail.css";
import "./styles/incidents.css";
import "./styles/tables.css";
import "./styles/coverage.css";
import "./styles/events.css";
import "./styles/query.css";
import "./styles/histogram.css";
import "./styles/event-grid.css";
import "./styles/event-detail.css";
import "./styles/entity.css";
import "./styles/lanes.css";
import "./styles/overview.css";
import "./styles/palette.css";
import "./styles/map.css";
import "./styles/settings.css";
import "./styles/settings-detections.css";
import "./styles/settings-rules.css";
import "./styles/settings-lists.css";
import "./styles/verify.css";
import "./styles/wall.css";
import "./styles/comfort.css";
import "./styles/export.css";

const store = new Store();
const controller = new Controller(createEngine(), store);

onFiles(({ files, mode, folders }) => void controller.open(files, mode, folders));
linkTrail(store);
linkShell(store);

const root = document.getElementById("app");
if (!root) throw new Error("frame.html: no element with id app");
render(
  <StoreContext.Provider value={store}>
    <ControllerContext.Provider value={controller}>
      <App />
    </ControllerContext.Provider>
  </StoreContext.Provider>,
  root,
);
