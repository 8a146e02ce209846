import type { StandInReply, StandInRequest } from "./stand-in.ts";

/** As much of a word as its other forms have too: refund, refunds, refunded. */
const STEM = 5;

/**
 * Answers the embeddings endpoint: texts that have words in common point in the same direction, which is as much of
 * meaning as a stand-in can know. Small words do not count; each other one is added to the dimension that its hash names.
 */
export function answerEmbeddings({ body }: StandInRequest): StandInReply {
  const { model, input, dimensions = 1536, encoding_format: format = "float" } = body;
  const texts = [input].flat() as string[];
  const data = texts.map((text, index) => {
    const vector = embedding(text, dimensions as number);
    return { object: "embedding", index, embedding: format === "base64" ? base64(vector) : vector };
  });
  const tokens = Math.ceil(texts.join("").length / 4);
  const usage = { prompt_tokens: tokens, total_tokens: tokens };
  return { raw: JSON.stringify({ object: "list", data, model, usage }) };
}

/** A vector of length 1, or of nothing but zeros for a text without words. */
function embedding(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  for (const word of text.toLowerCase().match(/[\p{L}\d]{4,}/gu) ?? []) {
    const hash = hashOf(word.slice(0, STEM));
    const dimension = hash % dimensions;
    // Half of the words point backwards, so that two which share a dimension by accident are as often unlike as alike.
    vector[dimension] = (vector[dimension] ?? 0) + (hash >>> 31 === 0 ? 1 : -1);
  }
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

/** The bytes of 32-bit floats, as the API sends them. */
function base64(vector: readonly number[]): string {
  return Buffer.from(new Float32Array(vector).buffer).toString("base64");
}
