import { requestBody, type HeaderFields, type RequestBody, fieldOf } from "../http/http.ts";

/** The body of a request, as far as its client has sent it. */
export class Upload {
  readonly #pieces: Uint8Array[] = [];
  readonly #waiting = new Set<() => void>();
  #bytes = 0;
  #isOpen = true;
  #isAbandoned = false;

  get bytes(): number {
    return this.#bytes;
  }

  /** Whether more may come. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  add(piece: Uint8Array): void {
    this.#pieces.push(Uint8Array.from(piece));
    this.#bytes += piece.length;
    this.#wake();
  }

  end(): void {
    this.#isOpen = false;
    this.#wake();
  }

  /** Says that the rest will never come. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#wake();
  }

  /** Resolves when so many bytes were sent, or no more will be. */
  async reaches(bytes: number): Promise<void> {
    while (this.#isOpen && !this.#isAbandoned && this.#bytes < bytes)
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  whole(headers: HeaderFields): RequestBody {
    const field = (name: string): string => fieldOf(headers, name) ?? "";
    const bytes = Buffer.concat(this.#pieces);
    return requestBody(bytes, field("content-type"), field("content-encoding"));
  }

  /** What its first `bytes` begin with. Nothing, if that is no text. */
  beginning(bytes: number): RequestBody {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    const sent = Buffer.concat(this.#pieces).subarray(0, bytes);
    let text = "";
    try {
      // It may break off in the middle of a character.
      text = decoder.decode(sent, { stream: true });
    } catch {}
    return { kind: "text", text, isCut: true };
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
