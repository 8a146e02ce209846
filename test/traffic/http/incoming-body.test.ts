import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { readChunks } from "../../../src/traffic/http/incoming-body.ts";

const asItIs = (error: Error): Error => error;

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of chunks) {
    // The reader may be slower than the stream.
    await new Promise((resolve) => setImmediate(resolve));
    text += Buffer.from(chunk).toString();
  }
  return text;
}

it("gives all chunks in their order, however slowly they are read", async () => {
  const pieces = Array.from({ length: 200 }, (_, index) => `${index} `);
  const stream = Readable.from(
    pieces.map((piece) => Buffer.from(piece)),
    { objectMode: false, highWaterMark: 64 },
  );
  expect(await textOf(readChunks(stream, asItIs))).toBe(pieces.join(""));
});

it("gives nothing for an empty stream", async () => {
  expect(await textOf(readChunks(Readable.from([]), asItIs))).toBe("");
});

it("throws what is made of a stream's error, after the chunks before it", async () => {
  const stream = new Readable({ read: () => undefined });
  stream.push("some");
  setImmediate(() => stream.destroy(new Error("reset")));
  const seen: string[] = [];
  const read = async (): Promise<void> => {
    const chunks = readChunks(stream, (error) => new Error(`It broke: ${error.message}`));
    for await (const chunk of chunks) seen.push(Buffer.from(chunk).toString());
  };
  await expect(read()).rejects.toThrow("It broke: reset");
  expect(seen).toEqual(["some"]);
});

it.each(["before it is read", "while it is read"])(
  "treats a stream that closes %s, without an end or an error, as broken",
  async (when) => {
    const stream = new Readable({ read: () => undefined });
    const closed = new Promise((resolve) => stream.once("close", resolve));
    if (when === "before it is read") {
      stream.destroy();
      await closed;
    } else setImmediate(() => stream.destroy());
    await expect(textOf(readChunks(stream, asItIs))).rejects.toThrow(
      "The connection was closed before the reply had ended",
    );
  },
);

it("ends the stream if its reader stops early", async () => {
  const stream = new Readable({ read: () => undefined });
  stream.push("one");
  for await (const _ of readChunks(stream, asItIs)) break;
  expect(stream.destroyed).toBe(true);
});
