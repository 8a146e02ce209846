import {
  brotliCompressSync,
  deflateRawSync,
  deflateSync,
  gunzipSync,
  gzipSync,
  zstdCompressSync,
} from "node:zlib";
import { expect, it } from "vitest";
import { redactBase64, redactorFor } from "../../../src/traffic/redact/redact.ts";

const SECRET = "correct-horse-é";
const { redact, leaks } = redactorFor({ MY_SECRET: SECRET });
const TEXT = `{"a":"${SECRET}","b":"nothing else that anybody would want to hide"}`;

const FORMATS: readonly (readonly [string, (text: string) => Buffer])[] = [
  ["gzip", (text) => gzipSync(text, { level: 1 })],
  ["deflate", (text) => deflateSync(text)],
  ["raw deflate", (text) => deflateRawSync(text)],
  ["brotli", (text) => brotliCompressSync(text)],
  ["zstd", (text) => zstdCompressSync(text)],
  ["nothing", (text) => Buffer.from(text)],
];

it.each(FORMATS)("takes a secret out of bytes that are packed by %s", (_, pack) => {
  const base64 = pack(TEXT).toString("base64");
  expect(leaks(base64)).toEqual(["MY_SECRET"]);
  const redacted = redactBase64(base64, redact);
  expect(leaks(redacted)).toEqual([]);
  expect(redactBase64(redacted, redact)).toBe(redacted);
  const harmless = pack('{"a":"nothing that anybody would want to hide"}').toString("base64");
  expect(redactBase64(harmless, redact)).toBe(harmless);
});

it("takes a secret out of packed bytes in a text, which can still be unpacked", () => {
  const text = JSON.stringify({ data: gzipSync(TEXT).toString("base64"), a: 1 });
  const after = redact(text);
  expect(leaks(after)).toEqual([]);
  const { data } = JSON.parse(after) as { data: string };
  expect(gunzipSync(Buffer.from(data, "base64")).toString()).toBe(
    TEXT.replace(SECRET, "[redacted]"),
  );
  expect(redact(after)).toBe(after);
});

it("takes a secret out of bytes that are no text", () => {
  const bytes = Buffer.concat([
    Buffer.from([0xff, 0xfe]),
    Buffer.from(SECRET),
    Buffer.from([0xff]),
  ]);
  const after = Buffer.from(redactBase64(bytes.toString("base64"), redact), "base64");
  expect(after.toString("latin1")).toBe("\xff\xfe[redacted]\xff");
});

it("sees a secret in base64 of what is packed twice", () => {
  const inner = gzipSync(TEXT).toString("base64");
  expect(leaks(gzipSync(`{"a":"${inner}"}`).toString("base64"))).toEqual(["MY_SECRET"]);
});
