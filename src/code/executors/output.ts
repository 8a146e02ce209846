/** What a program prints, of which only the beginning and the end are kept. */
export class Output {
  readonly #half: number;
  #head = Buffer.alloc(0);
  #tail = Buffer.alloc(0);
  /** All bytes so far. */
  bytes = 0;

  constructor(shownBytes: number) {
    this.#half = Math.ceil(shownBytes / 2);
  }

  add(chunk: Buffer): void {
    this.bytes += chunk.length;
    const room = this.#half - this.#head.length;
    this.#head = Buffer.concat([this.#head, chunk.subarray(0, room)]);
    const rest = chunk.subarray(room);
    if (rest.length > 0) this.#tail = Buffer.concat([this.#tail, rest]).subarray(-this.#half);
  }

  /** As text, with what was left out counted where it would stand. */
  text(): string {
    const left = this.bytes - this.#head.length - this.#tail.length;
    if (left === 0) return Buffer.concat([this.#head, this.#tail]).toString();
    return `${whole(this.#head)}\n[${left} bytes left out]\n${whole(this.#tail)}`;
  }
}

/** Text of bytes that may begin and end within a character. */
function whole(bytes: Buffer): string {
  const start = bytes.findIndex((byte) => (byte & 0xc0) !== 0x80);
  return new TextDecoder().decode(bytes.subarray(Math.max(start, 0)), { stream: true });
}
