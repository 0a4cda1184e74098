// The imports that the build program resolves, see site/build/bundle.go.

/** The script of a worker, bundled on its own, as text. */
declare module "worker:*" {
  const source: string;
  export default source;
}

/** Defines globalThis.Go, from the Go distribution that built the engine. */
declare module "go:wasm_exec" {}

/** Styles are collected into the page's one style element. */
declare module "*.css" {}
