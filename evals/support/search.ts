import { OpenAI } from "openai";
import { ARTICLES } from "./articles.ts";
import type { Article } from "./articles.ts";

/** Below this cosine, an article is not about what was asked. */
const LEAST_LIKENESS = 0.3;

export interface Found {
  readonly article: Article;
  /** The cosine of the angle between the embeddings of question and article. */
  readonly likeness: number;
}

/**
 * A search over the articles by their embeddings. The articles are embedded when somebody asks first, as part of that
 * conversation: whatever model made the vectors, articles and questions have them from the same one.
 */
export function openSearch(): (question: string) => Promise<Found | undefined> {
  // The agents are told of a request that failed, and may ask again.
  const client = new OpenAI({ maxRetries: 0 });
  let vectors: number[][] | undefined;

  return async (question) => {
    vectors ??= await embed(ARTICLES.map(({ title, text }) => `${title}. ${text}`));
    const [asked = []] = await embed([question]);
    return ARTICLES.map((article, index) => ({
      article,
      likeness: cosine(asked, vectors?.[index]),
    }))
      .filter(({ likeness }) => likeness >= LEAST_LIKENESS)
      .toSorted((one, other) => other.likeness - one.likeness)[0];
  };

  async function embed(input: string[]): Promise<number[][]> {
    const model = "text-embedding-3-small";
    const { data } = await client.embeddings.create({ model, dimensions: 128, input });
    return data.map(({ embedding }) => embedding);
  }
}

function cosine(one: readonly number[], other: readonly number[] = []): number {
  const product = one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
  return product / (Math.hypot(...one) * Math.hypot(...other));
}
