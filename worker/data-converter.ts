import type { DataConverter } from '@temporalio/common';
import { builtFile } from './built-file.js';

/** For workers and the workflow bundle: encodes failures without their messages, which can quote a value. */
export const dataConverter: DataConverter = { failureConverterPath: builtFile('worker', 'failure-converter.js') };
