import type { ComponentChildren, JSX } from "preact";
import type { EventKind } from "../model";
import { cross, kindList, kinds } from "./shapes";

/** What the shapes, fillings and lines of the lanes mean; only the kinds of events that occur. */
export function Legend({ shown }: { shown: ReadonlySet<EventKind> }): JSX.Element {
  return (
    <ul class="lane-legend" aria-label="Legend">
      {kindList
        .filter((kind) => shown.has(kind))
        .map((kind) => (
          <Item text={kinds[kind].name}>
            <g class="mark plain">
              <path class="shape" d={kinds[kind].path} />
            </g>
          </Item>
        ))}
      <li class="legend-gap" aria-hidden="true" />
      <Item text="success">
        <Sample outcome="success" />
      </Item>
      <Item text="failure or denial">
        <Sample outcome="failure">
          <path class="cross" d={cross} />
        </Sample>
      </Item>
      <Item text="other outcome">
        <Sample outcome="other" />
      </Item>
      <li class="legend-gap" aria-hidden="true" />
      <Item text="change of context">
        <g class="lane-path">
          <path class="rises" d="M-7-5H0V5m-3-3l3 3l3-3" />
        </g>
      </Item>
      <Item text="several events">
        <g class="mark number">
          <rect class="shape" x="-8" y="-6" width="16" height="12" rx="6" />
        </g>
      </Item>
    </ul>
  );
}

function Item({ text, children }: { text: string; children: ComponentChildren }): JSX.Element {
  return (
    <li>
      <svg viewBox="-9 -9 18 18" aria-hidden="true">
        {children}
      </svg>
      {text}
    </li>
  );
}

function Sample({ outcome, children }: { outcome: string; children?: ComponentChildren }): JSX.Element {
  return (
    <g class={`mark ${outcome}`}>
      <path class="shape" d={kinds.signin.path} />
      {children}
    </g>
  );
}
