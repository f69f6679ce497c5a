# The quick start in a process of its own: the module cannot be built again while a session has it loaded (Windows).
param([Parameter(Mandatory)] [string] $Manifest)

$ErrorActionPreference = 'Stop'
Import-Module $Manifest
& (Join-Path $PSScriptRoot '../docs/samples/quickstart.ps1')
