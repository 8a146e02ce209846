/** A stretch of a URL or a form in which something is escaped, from its beginning: others would be tried in vain. */
const ESCAPED = /(?<![\w.~!*'()+-])[\w.~!*'()+-]*(?:%[0-9A-Fa-f]{2}[\w.~!*'()+-]*)+/g;

const ESCAPED_PLACEHOLDER = /%5B(redacted(?:-\d+)?)%5D/g;

/** Redacts what a URL or a form holds in escapes: JSON, another URL, another form. */
export function redactEscaped(text: string, redact: (text: string) => string): string {
  // Without a sign that follows a name there can be none.
  if (!text.includes("%") || !/%(?:3[AaDd]|22)/.test(text)) return text;
  return text.replace(ESCAPED, (escaped) => {
    const plain = decoded(escaped);
    if (plain === undefined) return escaped;
    const redacted = redact(plain);
    return redacted === plain
      ? escaped
      : encodeURIComponent(redacted).replace(ESCAPED_PLACEHOLDER, "[$1]");
  });
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
