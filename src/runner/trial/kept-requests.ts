import { hash } from "node:crypto";
import { withoutBytes } from "../../media/data-urls.ts";
import type { Media } from "../../media/media.ts";
import type { ChatRequest } from "../../swarm/agent/chat-client.ts";
import { withoutOutput } from "../../swarm/completion/reply-items.ts";
import { messageAddedBy } from "../../trajectory/requests.ts";
import type { KeptRequest, Step } from "../../trajectory/trajectory.ts";

/** The requests of a trial in few words: what its steps say already, and what other trials say, is not said again. */
export class KeptRequests {
  readonly #texts: Record<string, string>;
  readonly #keepMedia: (media: Media, bytes: Uint8Array) => void;
  readonly #keys = new Map<string, string>();
  /** The places of the messages that steps have added, by how they are written. */
  readonly #places = new Map<string, number[]>();
  #added = 0;
  /** Messages stay the same objects from one completion to the next. */
  readonly #written = new WeakMap<object, string>();

  /** `texts` gets those that requests refer to, by their keys. */
  constructor(texts: Record<string, string>, keepMedia: (media: Media, bytes: Uint8Array) => void) {
    this.#texts = texts;
    this.#keepMedia = keepMedia;
  }

  /** Notes a step of the trial, as it is kept. */
  stepAdded(step: Step): void {
    const message = messageAddedBy(step);
    if (message === undefined) return;
    const text = JSON.stringify(message);
    const places = this.#places.get(text);
    if (places === undefined) this.#places.set(text, [this.#added]);
    else places.push(this.#added);
    this.#added++;
  }

  kept({ model: _, messages, ...parameters }: ChatRequest): KeptRequest {
    const parts: (string | [number, number])[] = [];
    for (const message of messages) {
      const text = this.#writtenAs(message);
      const last = parts.at(-1);
      const before = typeof last === "object" ? last[1] : -1;
      const places = this.#places.get(text);
      const place = places?.find((one) => one > before);
      if (place === undefined) parts.push(this.#keyOf(text));
      else if (typeof last === "object" && place === before + 1) last[1] = place;
      else parts.push([place, place]);
    }
    const others = JSON.stringify(parameters);
    return others === "{}"
      ? { messages: parts }
      : { parameters: this.#keyOf(others), messages: parts };
  }

  #writtenAs(message: object): string {
    let text = this.#written.get(message);
    if (text === undefined) {
      const kept = withoutOutput(message);
      text = JSON.stringify(kept);
      // Nearly all messages have none.
      if (text.includes('"data:')) text = JSON.stringify(withoutBytes(kept, this.#keepMedia));
      this.#written.set(message, text);
    }
    return text;
  }

  #keyOf(text: string): string {
    let key = this.#keys.get(text);
    if (key === undefined) {
      key = hash("sha256", text, "base64url").slice(0, 12);
      this.#keys.set(text, key);
      this.#texts[key] = text;
    }
    return key;
  }
}
