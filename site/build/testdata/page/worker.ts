import "go:wasm_exec";

postMessage(typeof (globalThis as { Go?: unknown }).Go + " from the worker");
