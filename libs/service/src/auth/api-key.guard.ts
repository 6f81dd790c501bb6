import { createHash } from 'node:crypto';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ServiceConfig, type ApiKeyEntry, type Role } from '../config.js';
import { Problem } from '../problems/problem.js';
import { NEEDED_ROLES, PUBLIC, type RequestWithCaller } from './caller.js';

/** Admits requests with a known `Authorization: Bearer <key>`; keys are looked up by their hash, so nothing leaks by timing. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  private readonly keys: ReadonlyMap<string, ApiKeyEntry>;

  constructor(
    config: ServiceConfig,
    private readonly reflector: Reflector,
  ) {
    this.keys = new Map(config.apiKeys.map((entry) => [entry.sha256, entry]));
  }

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, targets)) return true;
    const request = context.switchToHttp().getRequest<RequestWithCaller>();
    const key = /^Bearer (\S+)$/i.exec(String(request.headers['authorization'] ?? ''))?.[1];
    const entry = key === undefined ? undefined : this.keys.get(createHash('sha256').update(key).digest('hex'));
    if (!entry) {
      const detail = key ? 'This API key is not known here.' : 'Send the header "Authorization: Bearer <API key>".';
      throw new Problem({ status: 401, code: 'unauthenticated', title: 'API key needed', detail });
    }
    const roles = this.reflector.getAllAndOverride<Role[] | undefined>(NEEDED_ROLES, targets);
    if (roles && !roles.includes(entry.role)) {
      const detail = `The key "${entry.name}" has the role ${entry.role}; this needs ${roles.join(' or ')}.`;
      throw new Problem({ status: 403, code: 'forbidden', title: 'Not allowed', detail });
    }
    request.caller = { name: entry.name, tenant: entry.tenant, role: entry.role, channels: entry.channels };
    return true;
  }
}
