package dev.handrail.ticket.domain;

/**
 * A ticket's tie to a thing of the platform app: a ride, a delivery, a booking.
 *
 * @param type lower_snake_case; platform apps bring their own
 * @param id the thing's id in its own system
 */
public record Link(String type, String id) {}
