/** How the user speaks. */
export interface UserInput {
  /** Whether a person sits at a terminal. What others say is repeated in the output, so that it can be read. */
  readonly interactive: boolean;
  /** What the user says next; undefined once there is no more. */
  next(): Promise<string | undefined>;
  /** Asks for something that is no part of the conversation. Resolves to the suggestion where nobody can be asked. */
  ask(question: string, suggestion: string): Promise<string>;
  /** Has `listener` called when the user wants what is being done to end; the function that is returned stops that. */
  onInterrupt(listener: () => void): () => void;
  /** Gives the terminal back. What waits for an input learns that there is no more. */
  close(): void;
}
