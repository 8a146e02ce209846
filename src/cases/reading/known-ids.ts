/** The ids of the cases of a file, each of which must be its own. */
export class KnownIds {
  readonly #earlier = new Map<string, { readonly id: string; readonly place: string }>();

  /** Adds the id of a case, whose place is `line 3`. Returns what is wrong with it, as a clause. */
  add(id: string, place: string): string | undefined {
    const key = folded(id);
    const same = this.#earlier.get(key);
    if (same === undefined) {
      this.#earlier.set(key, { id, place });
      return undefined;
    }
    return same.id === id
      ? `${same.place} has the id ${JSON.stringify(id)} already. Recordings and reports are filed by id: give each case its own`
      : `many file systems cannot tell ${JSON.stringify(id)} from ${JSON.stringify(same.id)} on ${same.place}, and recordings are files: let ids differ in more than case and the encoding of accents`;
  }
}

/** An id as file systems of macOS and Windows see it, without case and the encoding of accents. */
function folded(id: string): string {
  return id.normalize("NFC").toLowerCase();
}
