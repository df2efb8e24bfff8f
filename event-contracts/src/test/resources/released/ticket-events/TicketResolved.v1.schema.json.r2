{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Data of handrail.TicketResolved.v1",
  "description": "The ticket was resolved.",
  "type": "object",
  "required": [
    "ticket",
    "actor",
    "detail"
  ],
  "properties": {
    "ticket": {
      "$ref": "common.v1.schema.json#/$defs/ticket"
    },
    "actor": {
      "$ref": "common.v1.schema.json#/$defs/actor"
    },
    "detail": {
      "type": "object",
      "required": [
        "type"
      ],
      "properties": {
        "type": {
          "$ref": "common.v1.schema.json#/$defs/resolutionType"
        },
        "formerAssigneeIds": {
          "description": "Those from whom an escalation took the ticket, oldest first; absent where there are none. They hear of the end.",
          "type": "array",
          "items": {
            "$ref": "common.v1.schema.json#/$defs/foreignId"
          },
          "minItems": 1,
          "uniqueItems": true
        }
      }
    }
  }
}
