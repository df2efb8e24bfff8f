{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Data of handrail.TicketClosed.v1",
  "description": "The ticket was closed.",
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
          "anyOf": [
            {
              "$ref": "common.v1.schema.json#/$defs/resolutionType"
            },
            {
              "type": "null"
            }
          ]
        },
        "formerAssigneeIds": {
          "description": "As in TicketResolved, where the ticket was closed without having been resolved.",
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
