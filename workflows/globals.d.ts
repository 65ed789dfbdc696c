// What Temporal's sandbox has besides the language itself, as far as our workflows and the contract use it.

declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(label?: string, options?: { readonly fatal?: boolean });
  decode(bytes?: ArrayBuffer | ArrayBufferView): string;
}
