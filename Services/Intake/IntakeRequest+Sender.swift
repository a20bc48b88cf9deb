import Tickets

extension IntakeRequest {
    /// The sender's mail address.
    var replyEmail: String? { points.first { $0.kind == .email }?.value }

    /// The contact point by which the channel knows the sender; without such a one the strongest.
    ///
    /// Anybody can name somebody else's contact points beside it: they say nothing about who wrote.
    var speaker: ContactPoint? {
        let kind: ContactPoint.Kind? =
            switch channel {
            case .email: .email
            case .phone, .whatsapp, .sms: .phone
            case .chat, .app, .device: .handle
            case .web, .walkIn: nil
            }
        return points.first { $0.kind == kind } ?? points.first
    }
}
