import type { DataConverter } from '@temporalio/common';
import { builtFile } from './built-file.js';

/** For workers and for the workflow bundle: failures leave without the texts of whoever threw them. */
export const dataConverter: DataConverter = { failureConverterPath: builtFile('worker', 'failure-converter.js') };
