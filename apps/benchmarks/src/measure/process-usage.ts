import { readFileSync } from 'node:fs';

const TICKS_A_SECOND = 100;

/** CPU seconds (user and system) that a process has used, and its largest resident set in MiB (Linux). */
export interface ProcessUsage {
  cpuSeconds: number;
  peakMiB: number;
}

/** Reads a process's usage; noughts for one that is gone. */
export function processUsage(pid: number): ProcessUsage {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return {
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND,
      peakMiB: Number(peak ?? 0) / 1024,
    };
  } catch {
    return { cpuSeconds: 0, peakMiB: 0 };
  }
}
