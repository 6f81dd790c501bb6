import type { Provider, Type } from '@nestjs/common';
import { EntitlementKeeper } from './entitlement-keeper.js';
import { EntitlementsController } from './entitlements.controller.js';
import { StrategyPass } from './strategy-pass.js';

/** The addresses of entitlements. */
export const STRATEGY_CONTROLLERS: Type[] = [EntitlementsController];

/** What keeps entitlements. */
export const STRATEGY_PROVIDERS: Provider[] = [EntitlementKeeper, StrategyPass];
