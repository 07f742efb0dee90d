const NOTHING = new Uint8Array();

/** Reads a stream of chunks in pieces of any length. Copies only what spans chunks. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = NOTHING;
  #at = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next `length` bytes; fewer only where the stream ends before. */
  async read(length: number): Promise<Uint8Array> {
    const first = await this.some(length);
    if (first.byteLength === length) return first;
    const whole = new Uint8Array(length);
    whole.set(first);
    let filled = first.byteLength;
    while (filled < length) {
      const piece = await this.some(length - filled);
      if (piece.byteLength === 0) return whole.subarray(0, filled);
      whole.set(piece, filled);
      filled += piece.byteLength;
    }
    return whole;
  }

  /** Between 1 and `atMost` bytes, as many as are buffered; none at the end, or if `atMost` is 0. */
  async some(atMost: number): Promise<Uint8Array> {
    while (atMost > 0 && this.#at === this.#chunk.byteLength) {
      const next = await this.#chunks.next();
      if (next.done) return NOTHING;
      this.#chunk = next.value;
      this.#at = 0;
    }
    const piece = this.#chunk.subarray(this.#at, this.#at + atMost);
    this.#at += piece.byteLength;
    return piece;
  }

  /** Skips `length` bytes; returns how many there were. */
  async skip(length: number): Promise<number> {
    let left = length;
    while (left > 0) {
      const piece = await this.some(left);
      if (piece.byteLength === 0) break;
      left -= piece.byteLength;
    }
    return length - left;
  }

  /** The next bytes without taking them; fewer than `length` only where the stream ends before. */
  async peek(length: number): Promise<Uint8Array> {
    const head = await this.read(length);
    const rest = this.#chunk.subarray(this.#at);
    this.#chunk = Buffer.concat([head, rest]);
    this.#at = 0;
    return head;
  }

  /** Everything that is left, chunk by chunk. */
  async *rest(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const piece = await this.some(Number.MAX_SAFE_INTEGER);
        if (piece.byteLength === 0) return;
        yield piece;
      }
    } finally {
      this.close();
    }
  }

  /** Ends the stream without waiting: a source that sends nothing now may never do so. */
  close(): void {
    // How the source ends does not matter any more.
    this.#chunks.return?.().catch(() => {});
  }
}
