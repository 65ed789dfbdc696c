import type { SeenField } from '../steps.js';

/**
 * Keys that may answer a field by its name and type, best first: its own name, then by type. The order is Kernel's: an e-mail box takes `email` or
 * `username`, a text box of an identifier `username` or `email`, a phone box `phone`.
 */
export function keysByType({ name, role, type }: Pick<SeenField, 'name' | 'role' | 'type'>): string[] {
  const byType = (): string[] => {
    if (role === 'password') return ['password'];
    if (role !== 'identifier') return [];
    if (type === 'email') return ['email', 'username'];
    return type === 'tel' ? ['phone'] : ['username', 'email'];
  };
  return [...new Set([name, ...byType()])];
}
