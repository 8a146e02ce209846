/** An error that the user can put right: its message says what is wrong, where, and what to do. No stack is shown. */
export class UserError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The user must put something right before anything can be run: exit 2, and no stack. */
export class UsageError extends UserError {}
