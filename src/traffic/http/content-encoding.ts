type Coding = "gzip" | "deflate" | "br" | "zstd";

/** The codings of a `content-encoding` in the order in which they were done; undefined if one is unknown. */
function codingsOf(encoding: string): Coding[] | undefined {
  const names = encoding
    .toLowerCase()
    .split(",")
    .map((name) => name.trim().replace(/^x-/, ""))
    .filter((name) => name !== "identity" && name !== "");
  const isKnown = names.every((name) => ["gzip", "deflate", "br", "zstd"].includes(name));
  return isKnown ? (names as Coding[]) : undefined;
}

/**
 * What was packed, or the beginning of it if it is cut short. What is packed can neither be read on a tape nor be
 * searched for secrets. Undefined if the encoding is unknown, the bytes are not packed like that, or they unpack to more
 * than `most`.
 */
export function unpack(bytes: Uint8Array, encoding: string, most?: number): Uint8Array | undefined {
  try {
    return unpackAll(bytes, encoding, most);
  } catch {
    return undefined;
  }
}

/** Whether bytes unpack to more than `most`, as far as they are there. */
export function unpacksBeyond(bytes: Uint8Array, encoding: string, most: number): boolean {
  try {
    unpackAll(bytes, encoding, most);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
  }
}

function unpackAll(bytes: Uint8Array, encoding: string, most?: number): Uint8Array | undefined {
  return codingsOf(encoding)?.reduceRight<Uint8Array>(
    (packed, coding) => unpackOnce(packed, coding, most),
    bytes,
  );
}

/** The bytes packed, so that the client that undoes it gets them back. */
export function pack(bytes: Uint8Array, encoding: string): Uint8Array {
  return (codingsOf(encoding) ?? []).reduce<Uint8Array>(packOnce, bytes);
}

function unpackOnce(bytes: Uint8Array, coding: Coding, maxOutputLength?: number): Uint8Array {
  if (bytes.length === 0) return bytes;
  const zlib = process.getBuiltinModule("node:zlib");
  const { Z_SYNC_FLUSH: finishFlush, BROTLI_OPERATION_FLUSH, ZSTD_e_flush } = zlib.constants;
  switch (coding) {
    case "gzip":
      return zlib.gunzipSync(bytes, { finishFlush, maxOutputLength });
    case "deflate":
      // Some servers leave out the header that RFC 9110 wants.
      return ((bytes[0] ?? 0) & 0x0f) === 8
        ? zlib.inflateSync(bytes, { finishFlush, maxOutputLength })
        : zlib.inflateRawSync(bytes, { finishFlush, maxOutputLength });
    case "br":
      return zlib.brotliDecompressSync(bytes, {
        finishFlush: BROTLI_OPERATION_FLUSH,
        maxOutputLength,
      });
    case "zstd":
      return zlib.zstdDecompressSync(bytes, { finishFlush: ZSTD_e_flush, maxOutputLength });
  }
}

function packOnce(bytes: Uint8Array, coding: Coding): Uint8Array {
  const zlib = process.getBuiltinModule("node:zlib");
  switch (coding) {
    case "gzip":
      return zlib.gzipSync(bytes);
    case "deflate":
      return zlib.deflateSync(bytes);
    case "br":
      return zlib.brotliCompressSync(bytes);
    case "zstd":
      return zlib.zstdCompressSync(bytes);
  }
}
