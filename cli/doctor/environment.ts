import { checkEnvironment } from '../check-environment.js';
import { type Check, ok } from './check.js';

export const checkVariables: Check = async ({ env }) => {
  checkEnvironment(env);
  return [ok('The variables of the environment are well-formed.')];
};
