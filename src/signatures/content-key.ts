/** A name of 16 hexadecimal digits for a text: FNV-1a and a polynomial hash side by side. It tells apart the modules of one process, and loads no cryptography to do so. */
export function contentKey(text: string): string {
  let fnv = 0x811c9dc5;
  let polynomial = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    fnv = Math.imul(fnv ^ unit, 0x01000193);
    polynomial = (Math.imul(polynomial, 31) + unit) | 0;
  }
  return hexadecimal(fnv) + hexadecimal(polynomial);
}

function hexadecimal(word: number): string {
  return (word >>> 0).toString(16).padStart(8, "0");
}
