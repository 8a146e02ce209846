/** The bytes without the secrets that stand among them as text. Latin-1 has a character for every byte. */
export function redactBase64(base64: string, redact: (text: string) => string): string {
  const bytes = Buffer.from(base64, "base64").toString("latin1");
  const redacted = redact(bytes);
  return redacted === bytes ? base64 : Buffer.from(redacted, "latin1").toString("base64");
}
