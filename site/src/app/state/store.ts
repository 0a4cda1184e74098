import { createContext } from "preact";
import { useContext, useEffect, useReducer } from "preact/hooks";
import { reduce, type Action } from "./reducer";
import { initial, type State } from "./state";

/** Holds the page's state; changes by actions alone. */
export class Store {
  #state: State = initial;
  readonly #listeners = new Set<(state: State) => void>();

  get state(): State {
    return this.#state;
  }

  dispatch(action: Action): void {
    this.#state = reduce(this.#state, action);
    for (const listener of [...this.#listeners]) listener(this.#state);
  }

  /** Calls a function after every action; returns the function that stops it. */
  subscribe(listener: (state: State) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

export const StoreContext = createContext(new Store());

/** A part of the state; the component renders again when the part is another. */
export function useSelect<T>(select: (state: State) => T): T {
  const store = useContext(StoreContext);
  const [, render] = useReducer<number, void>((n) => n + 1, 0);
  const selected = select(store.state);
  useEffect(() => {
    let seen = selected;
    const check = (state: State) => {
      const now = select(state);
      if (Object.is(now, seen)) return;
      seen = now;
      render();
    };
    // An action between rendering and this effect must not be missed.
    check(store.state);
    return store.subscribe(check);
  });
  return selected;
}

/** The function that changes the state. */
export function useDispatch(): (action: Action) => void {
  const store = useContext(StoreContext);
  return (action) => store.dispatch(action);
}
