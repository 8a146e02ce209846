import {
  brotliCompressSync,
  brotliDecompressSync,
  deflateRawSync,
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateRawSync,
  inflateSync,
  zstdCompressSync,
  zstdDecompressSync,
} from "node:zlib";
import { isUtf8 } from "node:buffer";

/** What was packed, and how to pack it again. */
export interface Unpacked {
  readonly bytes: Buffer;
  pack(bytes: Uint8Array): Buffer;
}

interface Format {
  /** Whether bytes begin as this format does; one without such a mark is tried. */
  begins(bytes: Uint8Array): boolean;
  unpack(bytes: Uint8Array, limits: { readonly maxOutputLength: number }): Buffer;
  pack(bytes: Uint8Array): Buffer;
}

const MARKED: readonly Format[] = [
  {
    begins: ([first, second]) => first === 0x1f && second === 0x8b,
    unpack: gunzipSync,
    pack: (bytes) => gzipSync(bytes),
  },
  {
    begins: ([first = 0, second = 0]) => (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0,
    unpack: inflateSync,
    pack: (bytes) => deflateSync(bytes),
  },
  {
    begins: (bytes) =>
      bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd,
    unpack: zstdDecompressSync,
    pack: (bytes) => zstdCompressSync(bytes),
  },
];

/** Formats that have no mark: whatever can be unpacked into text by them was packed by them. */
const UNMARKED: readonly Format[] = [
  { begins: () => true, unpack: brotliDecompressSync, pack: (bytes) => brotliCompressSync(bytes) },
  { begins: () => true, unpack: inflateRawSync, pack: (bytes) => deflateRawSync(bytes) },
];

/** A larger one is not looked into. */
const MOST_BYTES = 64 * 1024 * 1024;

/** What gzip, deflate, zstd or brotli packed; undefined for other bytes. */
export function unpacked(bytes: Uint8Array): Unpacked | undefined {
  const marked = MARKED.filter((format) => format.begins(bytes));
  for (const format of [...marked, ...UNMARKED]) {
    const content = unpackedBy(format, bytes);
    if (
      content !== undefined &&
      (marked.includes(format) || (content.length > 0 && isUtf8(content)))
    )
      return { bytes: content, pack: format.pack };
  }
  return undefined;
}

function unpackedBy(format: Format, bytes: Uint8Array): Buffer | undefined {
  try {
    return format.unpack(bytes, { maxOutputLength: MOST_BYTES });
  } catch {
    return undefined;
  }
}

/** How base64 of packed bytes begins: gzip, deflate by its levels, zstd. */
const PACKED_RUN = /^(?:H4sI|eJ|eN|eA|eF|KLUv)[\w+/-]{16,}={0,2}$/;

/** Base64 of enough bytes, of which nothing tells what they are. */
const BASE64_RUN = /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[\w+/-]{32,}={0,2}$/;

/** What was packed into a run of base64; `anything` also tries what has no mark of its format. */
export function contentOfRun(
  run: string,
  anything = false,
): { readonly bytes: Buffer; pack(bytes: Buffer): string } | undefined {
  if (!PACKED_RUN.test(run) && !(anything && BASE64_RUN.test(run))) return undefined;
  const content = unpacked(Buffer.from(run, "base64"));
  if (content === undefined) return undefined;
  const encoding =
    /[_-]/.test(run) || (run.length % 4 > 0 && !run.endsWith("=")) ? "base64url" : "base64";
  return { bytes: content.bytes, pack: (bytes) => content.pack(bytes).toString(encoding) };
}
