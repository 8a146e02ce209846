/** A name of 16 hexadecimal digits for a text: FNV-1a and a polynomial hash side by side, over words of four bytes. It tells apart the modules of one process, and loads no cryptography to do so. */
export function contentKey(text: string): string {
  const bytes = new Uint8Array(4 * Math.ceil((3 * text.length) / 4));
  const { written } = new TextEncoder().encodeInto(text, bytes);
  const words = new Uint32Array(bytes.buffer, 0, Math.ceil(written / 4));
  let fnv = 0x811c9dc5;
  let polynomial = written;
  for (const word of words) {
    fnv = Math.imul(fnv ^ word, 0x01000193);
    polynomial = (Math.imul(polynomial, 31) + word) | 0;
  }
  return hexadecimal(fnv) + hexadecimal(polynomial);
}

function hexadecimal(word: number): string {
  return (word >>> 0).toString(16).padStart(8, "0");
}
