import { bootService } from '@orderweave/service';
import { notificationService } from './notification-service.js';

await bootService(notificationService);
