// A credential provider of the type `http`: node server.mjs items.json PORT, with its token in PROVIDER_TOKEN.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { answer } from './answer.mjs';

const [file = 'items.json', port = '8090'] = process.argv.slice(2);
const token = process.env.PROVIDER_TOKEN;
if (!token) throw new Error('Set PROVIDER_TOKEN.');

// Read anew for each request, so that a change counts at once.
const items = () => JSON.parse(readFileSync(file, 'utf8'));
createServer((request, response) => answer(items(), token, request, response)).listen(Number(port), '127.0.0.1');
