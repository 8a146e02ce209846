/** Takes in what is worth a line to whoever runs something, beside its result. */
export type Tell = (line: string) => void;
