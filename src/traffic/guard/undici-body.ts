/** Whether a body is there at once, in one piece. undici has made bytes of text. */
export function isKnown(body: unknown): boolean {
  return body === null || body instanceof Uint8Array;
}

/** Whether a body is read piece by piece. */
export function isStream(body: unknown): boolean {
  return !isBlob(body) && !isForm(body);
}

/** The pieces of any body that undici takes. */
export async function* bodyPieces(body: unknown): AsyncGenerator<Uint8Array> {
  if (body === null || body === undefined) return;
  if (body instanceof Uint8Array) yield body;
  else if (isBlob(body)) yield new Uint8Array(await body.arrayBuffer());
  else if (isForm(body)) yield await formBytes(body);
  else {
    for await (const piece of body as AsyncIterable<Uint8Array | string>)
      yield typeof piece === "string" ? Buffer.from(piece) : new Uint8Array(piece);
  }
}

function isBlob(body: unknown): body is Blob {
  if (typeof (body as Blob).arrayBuffer !== "function") return false;
  // To load it takes milliseconds, which most runs need not spend.
  const { ReadableStream } = process.getBuiltinModule("node:stream/web");
  return !(body instanceof ReadableStream);
}

function isForm(body: unknown): body is FormData {
  return (body as { [Symbol.toStringTag]?: string })[Symbol.toStringTag] === "FormData";
}

/** npm's undici has a FormData of its own, of which Node knows nothing. */
async function formBytes(form: FormData): Promise<Uint8Array> {
  const copy = new FormData();
  for (const [name, value] of form) {
    if (typeof value === "string") copy.append(name, value);
    else copy.append(name, new File([value], value.name, { type: value.type }));
  }
  return new Uint8Array(await new Response(copy).arrayBuffer());
}
