# Builds the service as a small image without a shell that runs as a non-root user.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# Restore first: Docker reuses this layer as long as only code changes.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/ContentApi.Core/ContentApi.Core.csproj src/ContentApi.Core/packages.lock.json src/ContentApi.Core/
COPY src/ContentApi.EmbeddedPostgres/ContentApi.EmbeddedPostgres.csproj src/ContentApi.EmbeddedPostgres/packages.lock.json src/ContentApi.EmbeddedPostgres/
COPY src/ContentApi/ContentApi.csproj src/ContentApi/packages.lock.json src/ContentApi/
RUN dotnet restore src/ContentApi --locked-mode

COPY db/ db/
COPY src/ src/
RUN dotnet publish src/ContentApi --configuration Release --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
WORKDIR /app
COPY --from=build /app ./
ENV ASPNETCORE_HTTP_PORTS=8080
EXPOSE 8080
USER $APP_UID
HEALTHCHECK --interval=10s --timeout=6s --start-period=20s --retries=3 CMD ["./ContentApi", "healthcheck"]
ENTRYPOINT ["./ContentApi"]
