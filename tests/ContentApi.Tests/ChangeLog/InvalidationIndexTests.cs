using ContentApi.ChangeLog;

namespace ContentApi.Tests.ChangeLog;

public sealed class InvalidationIndexTests
{
    private readonly InvalidationIndex log = new(TimeProvider.System);

    public InvalidationIndexTests() => log.StartGeneration(10);

    [Fact]
    public void An_answer_is_valid_until_one_of_its_tags_moves_past_the_revision_it_was_made_at()
    {
        log.Invalidate(["story:a", "stories"], 11);
        log.Advance(11);

        Assert.Equal((11, "11"), (log.Applied!.Number, log.Applied.HeaderValue.ToString()));
        Assert.False(log.IsValid(["story:a"], 10));
        Assert.True(log.IsValid(["story:a"], 11));
        Assert.True(log.IsValid(["story:b"], 10));
        Assert.False(log.IsValid(["story:b", "stories"], 10));
        Assert.False(log.IsValid([CacheTag.Library], 10)); // every revision moves this tag
    }

    [Fact]
    public void What_is_older_than_the_start_is_never_valid()
    {
        Assert.False(log.IsValid(["story:a"], 9));
        Assert.True(log.IsValid(["story:a"], 10));
    }

    [Fact]
    public void Tags_are_bounded_and_what_could_depend_on_a_dropped_one_is_not_valid()
    {
        const int changes = InvalidationIndex.MaxTags * 2;
        for (var revision = 11; revision < 11 + changes; revision++)
        {
            log.Invalidate([$"story:{revision}"], revision);
            log.Advance(revision);
            Assert.InRange(log.TagCount, 0, InvalidationIndex.MaxTags + 1);
        }

        var newest = log.Applied!.Number;
        Assert.False(log.IsValid(["story:11"], 10)); // the tag was dropped, but responses older than its change stay invalid
        Assert.False(log.IsValid([$"story:{newest}"], newest - 1));
        Assert.True(log.IsValid([$"story:{newest}"], newest));
        Assert.True(log.IsValid(["story:11"], newest - 10));
    }

    [Fact]
    public void Another_log_is_another_generation()
    {
        var before = log.Applied!.Generation;
        log.StartGeneration(5);

        Assert.NotEqual(before, log.Applied!.Generation);
        Assert.Equal(5, log.Applied.Number);
        Assert.True(log.IsValid(["story:a"], 5));
    }

    [Fact]
    public void It_tells_for_how_long_it_has_not_been_read_only_while_it_cannot_be()
    {
        log.MarkAvailable();
        Assert.Null(log.Staleness);
        log.MarkUnavailable();
        Assert.NotNull(log.Staleness);
        log.MarkAvailable();
        Assert.Null(log.Staleness);
    }
}
