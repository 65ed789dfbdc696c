import { describeApp } from './describe-app.js';
import { nodeRed } from './node-red.js';

describeApp(nodeRed);
