// The rows of a result that the page holds, fetched by blocks.

/** One event of the result. Every value is the log's. */
export interface Row {
  uuid: string;
  /** Milliseconds UTC. */
  time: number;
  /** In the order of the cache's fields. */
  values: readonly string[];
}

export type Fetch = (from: number, to: number) => Promise<Row[]>;

/** Rows of one block. */
export const blockSize = 200;
// 24,000 rows: the way back and forth of an evening, in some 20 MB.
const mostBlocks = 120;
// More would make the row that is wanted now wait for those that were.
const mostFetches = 2;

/** Rows by number. What was wanted and is not any more is not fetched. */
export class RowCache {
  readonly #blocks = new Map<number, Row[]>();
  readonly #fetching = new Set<number>();
  #wanted: number[] = [];
  #held = false;
  #failure: unknown = null;

  constructor(
    readonly count: number,
    readonly fields: readonly string[],
    private readonly fetch: Fetch,
    private readonly onChange: () => void,
  ) {}

  /** Why the last fetch failed; null if it did not. */
  get failure(): unknown {
    return this.#failure;
  }

  /** The row of a number, if it is here. */
  get(at: number): Row | undefined {
    return this.#blocks.get(Math.floor(at / blockSize))?.[at % blockSize];
  }

  /** A value of a row, "" where the row has none. */
  value(row: Row, field: string): string {
    return row.values[this.fields.indexOf(field)] ?? "";
  }

  /** Whether all rows from one to another, without the latter, are here. */
  has(from: number, to: number): boolean {
    for (let b = Math.floor(from / blockSize); b * blockSize < to; b++) if (!this.#blocks.has(b)) return false;
    return true;
  }

  /** Has rows fetched, and then those next to them; it takes the place of what was wanted before. */
  want(from: number, to: number): void {
    const first = Math.floor(from / blockSize);
    const last = Math.max(first, Math.ceil(to / blockSize) - 1);
    const near = [last + 1, first - 1].filter((b) => b >= 0 && b * blockSize < this.count);
    const inside = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    for (const b of inside) this.#touch(b);
    this.#wanted = [...inside, ...near];
    this.#next();
  }

  /**
   * Stops asking: another result is about to be the engine's, whose rows must
   * not be taken for this one's.
   */
  hold(): void {
    this.#held = true;
  }

  /** Asks again: the result is still this one. */
  release(): void {
    this.#held = false;
    this.#next();
  }

  #next(): void {
    if (this.#held) return;
    for (const block of this.#wanted) {
      if (this.#fetching.size >= mostFetches) return;
      if (block * blockSize >= this.count || this.#blocks.has(block) || this.#fetching.has(block)) continue;
      this.#fetching.add(block);
      const from = block * blockSize;
      this.fetch(from, Math.min(from + blockSize, this.count)).then(
        (rows) => this.#arrived(block, rows),
        (reason: unknown) => this.#failed(block, reason),
      );
    }
  }

  #arrived(block: number, rows: Row[]): void {
    this.#fetching.delete(block);
    this.#failure = null;
    this.#blocks.set(block, rows);
    for (const oldest of this.#blocks.keys()) {
      if (this.#blocks.size <= mostBlocks) break;
      this.#blocks.delete(oldest);
    }
    this.#next();
    this.onChange();
  }

  #failed(block: number, reason: unknown): void {
    this.#fetching.delete(block);
    this.#failure = reason;
    // It is asked for again when it is wanted again, not at once and for ever.
    this.#wanted = [];
    this.onChange();
  }

  // The blocks are in the order of their last use.
  #touch(block: number): void {
    const rows = this.#blocks.get(block);
    if (!rows) return;
    this.#blocks.delete(block);
    this.#blocks.set(block, rows);
  }
}
