import { Controller, Get, Header, Query, ServiceUnavailableException } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { register } from 'prom-client';
import { Public } from '../auth/caller.js';
import { ServiceHealth, type ServiceProgress } from './service-health.js';

const LONGEST_WAIT_MS = 30_000;

/** Health, metrics and progress: the same for every service. */
@ApiTags('operations')
@Public()
@Controller()
export class HealthController {
  constructor(private readonly health: ServiceHealth) {}

  @Get('health/live')
  @ApiOperation({ summary: 'Whether the process makes progress; replace it when this fails' })
  live(): { status: string } {
    const fault = this.health.notAlive();
    if (fault) throw new ServiceUnavailableException(fault);
    return { status: 'ok' };
  }

  @Get('health/ready')
  @ApiOperation({ summary: 'Whether PostgreSQL and Kafka answer' })
  async ready(): Promise<{ status: string }> {
    const faults = Object.entries(await this.health.notReady());
    if (faults.length > 0) throw new ServiceUnavailableException(faults.map((fault) => fault.join(': ')).join('; '));
    return { status: 'ok' };
  }

  @Get('metrics')
  @Header('content-type', register.contentType)
  @ApiOperation({ summary: 'Prometheus metrics' })
  async metrics(): Promise<string> {
    // Lag and outbox are gauges of the moment; a scrape must work also while Kafka does not.
    await this.health.progress().catch(() => undefined);
    return register.metrics();
  }

  @Get('v1/progress')
  @ApiQuery({ name: 'wait', required: false, description: 'Milliseconds to wait for drained (at most 30,000)' })
  @ApiOperation({ summary: 'Lag, outbox and whether nothing is left to do' })
  progress(@Query('wait') wait?: string): Promise<ServiceProgress> {
    return this.health.progressWhenDrained(Math.min(LONGEST_WAIT_MS, Math.max(0, Number(wait ?? 0) || 0)));
  }
}
