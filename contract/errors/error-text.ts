/** What is said of an error. The texts are constants, so that they can never contain a value that somebody typed. */
export interface ErrorText {
  /** HTTP status that an API answers with (RFC 9110). */
  readonly status: number;
  readonly message: string;
  readonly next: string;
}

export const text = (status: number, message: string, next: string): ErrorText => ({ status, message, next });
