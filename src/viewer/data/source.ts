/** Where the parts of a page are. */
export interface Source {
  /** The names of all parts, such as `run/0`. */
  names(): Promise<readonly string[]>;
  /** The value of a part. Rejects for one that is not there or was cut off. */
  value(name: string): Promise<unknown>;
  /** The address of a picture or a sound; undefined if the page has not got it. */
  mediaUrl(sha256: string): string | undefined;
  /** Calls whenever there are other parts than before. */
  onChange(changed: () => void): void;
}

/** The source that the page names. */
export function sourceOfPage(): Source {
  return document.body.dataset["source"] === "server" ? partsFromServer() : partsFromDocument();
}

/** Parts that stand in the page: it needs no network. */
function partsFromDocument(): Source {
  const elements = new Map<string, HTMLElement>();
  for (const element of document.querySelectorAll<HTMLElement>("script[data-part]"))
    elements.set(element.dataset["part"] ?? "", element);
  return {
    names: async () => [...elements.keys()],
    async value(name) {
      const base64 = elements.get(name)?.textContent;
      if (base64 == null) throw new Error(`The page has no part ${name}: the file was cut off.`);
      return unpacked(new Blob([bytesOf(base64)]).stream());
    },
    mediaUrl(sha256) {
      const element = elements.get(`media/${sha256}`);
      return element && `data:${element.dataset["type"]};base64,${element.textContent}`;
    },
    onChange: () => undefined,
  };
}

/** Parts that a server of this machine has, which says when there are others. */
function partsFromServer(): Source {
  let names: readonly string[] = [];
  return {
    async names() {
      names = (await (await fetch("parts", { cache: "no-store" })).json()) as string[];
      return names;
    },
    async value(name) {
      const response = await fetch(`parts/${name}`, { cache: "no-store" });
      if (!response.ok || response.body === null)
        throw new Error(`The server has no part ${name}: it answered ${response.status}.`);
      return unpacked(response.body);
    },
    mediaUrl(sha256) {
      const name = `media/${sha256}`;
      return names.includes(name) ? `parts/${name}` : undefined;
    },
    onChange(changed) {
      const events = new EventSource("events");
      events.addEventListener("message", changed);
      // A server that was restarted may have other parts by now.
      let isLost = false;
      events.addEventListener("error", () => (isLost = true));
      events.addEventListener("open", () => {
        if (isLost) changed();
        isLost = false;
      });
    },
  };
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

async function unpacked(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<unknown> {
  return new Response(stream.pipeThrough(new DecompressionStream("gzip"))).json();
}
