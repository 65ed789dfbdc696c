import { collectDefaultMetrics, Registry } from 'prom-client';

/** Metrics of this process for Prometheus: memory, CPU, event loop, garbage collection. */
export function processMetrics(): Registry {
  const register = new Registry();
  collectDefaultMetrics({ register });
  return register;
}
