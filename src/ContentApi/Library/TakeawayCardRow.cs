using ContentApi.Core.Model;

namespace ContentApi.Library;

/// <summary>A takeaway and the card of its story in one row.</summary>
internal record TakeawayCardRow : Card
{
    public required Guid TakeawayId { get; init; }

    public required int Position { get; init; }

    public required string Statement { get; init; }

    public required string? Explanation { get; init; }

    public Takeaway ToTakeaway() => new() { Id = TakeawayId, Position = Position, Statement = Statement, Explanation = Explanation, Story = this };
}
