import { render } from 'preact';
import { App } from './app.js';
import { readLink, withoutCode } from './session/link.js';

const address = new URL(location.href);
const link = readLink(address);
// Before anything else: the code must not stay in the address bar, the history, or a picture of the screen.
history.replaceState(null, '', withoutCode(address));

const root = document.getElementById('app');
if (root !== null) render(<App link={link} />, root);
