namespace SmtpTls.Sending;

/// <summary>This side ends the dialogue. The observations say why.</summary>
internal sealed class DeliveryStoppedException() : Exception("The delivery was stopped.");
