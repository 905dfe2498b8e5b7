-- One row per record operation, each once however often its message came.
SELECT
  DATE(event.publish_time) AS day,
  event.publish_time,
  event.did,
  event.rev,
  op.action,
  op.collection,
  op.rkey
FROM `${events}` AS event, UNNEST(event.ops) AS op
WHERE event.publish_time >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL ${days} DAY)
  AND event.type = 'commit'
QUALIFY ROW_NUMBER() OVER (PARTITION BY event.did, event.rev, op.collection, op.rkey ORDER BY event.publish_time) = 1
